// Draws the panels of report.html. Options are data made by EChartsOptions: "$name" is a colour of the page, "@name" a function below.
(function () {
  'use strict';
  var charts = JSON.parse(document.getElementById('charts').textContent);
  var dark = window.matchMedia('(prefers-color-scheme: dark)');

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function percentileLabel(x) {
    if (x === 2) return '50 %';
    var percent = 100 - 100 / x;
    var digits = x <= 100 ? 0 : Math.round(Math.log10(x)) - 2;
    return percent.toFixed(digits) + ' %';
  }

  // How wide a category is, in pixels.
  function slot(api) {
    return api.size([1, 0])[0];
  }

  var markers = [
    function (x, y) { return {type: 'circle', shape: {cx: x, cy: y, r: 4}}; },
    function (x, y) { return {type: 'rect', shape: {x: x - 3.5, y: y - 3.5, width: 7, height: 7}}; },
    polygon([[0, -5], [4.6, 3.6], [-4.6, 3.6]]),
    polygon([[0, -5], [5, 0], [0, 5], [-5, 0]]),
    polygon([[0, 5], [4.6, -3.6], [-4.6, -3.6]]),
    polygon([[0, -4.6], [4, -2.3], [4, 2.3], [0, 4.6], [-4, 2.3], [-4, -2.3]]),
    polygon([[-4.6, -2.6], [4.6, -2.6], [4.6, 2.6], [-4.6, 2.6]])
  ];

  function polygon(offsets) {
    return function (x, y) {
      return {type: 'polygon', shape: {points: offsets.map(function (o) { return [x + o[0], y + o[1]]; })}};
    };
  }

  function segment(x1, y1, x2, y2, stroke, width) {
    return {type: 'line', shape: {x1: x1, y1: y1, x2: x2, y2: y2}, style: {stroke: stroke, lineWidth: width}};
  }

  // Each takes the series it is for and gives the function that ECharts calls.
  var functions = {
    hover: function () {
      return function (p) {
        return p.data && p.data.hover ? '<div style="white-space:normal;max-width:260px">' + escape(p.data.hover) + '</div>' : '';
      };
    },
    percentile: function () { return percentileLabel; },
    count: function () {
      return function (params, api) {
        var text = String(api.value(2)), at = api.coord([api.value(0), api.value(1)]);
        var w = text.length * 6.5 + 6, x = at[0] - 4;
        if (w > slot(api) * 0.6) return null;
        return {type: 'group', children: [
          {type: 'rect', shape: {x: x - w / 2, y: at[1] - 8, width: w, height: 16, r: 3}, style: {fill: '#fff', opacity: 0.82}},
          {type: 'text', style: {text: text, x: x, y: at[1], align: 'center', verticalAlign: 'middle', fill: '#111', font: '11px sans-serif'}}]};
      };
    },
    beyond: function () {
      var tint = colour('tint'), ink = colour('ink');
      return function (params, api) {
        var box = params.coordSys, from = api.value(0), to = api.value(1), inside = api.value(2) === 1;
        var w = slot(api), left = api.coord([from, 0])[0] - w / 2, width = w * (to - from), children = [];
        if (!inside) {
          children.push({type: 'rect', shape: {x: left, y: box.y, width: width, height: box.height}, style: {fill: tint}});
        }
        if (api.value(3) === 1) {
          var strip = segment(left + 2, box.y - 3, left + width - 2, box.y - 3, ink, 1.5);
          if (!inside) strip.style.lineDash = [5, 3];
          children.push(strip);
          var words = (inside ? 'inside' : 'beyond') + (width > 110 ? ' the model' : '');
          if (width > 36) {
            children.push({type: 'text', style: {text: words, x: left + width / 2, y: box.y - 17, align: 'center', fill: colour('ink2'), font: '11px sans-serif'}});
          }
        }
        return {type: 'group', children: children};
      };
    },
    whisker: function (series) {
      var stroke = series.colour;
      return function (params, api) {
        var x = api.coord([api.value(0), 0])[0] + series.shift * slot(api);
        var low = api.coord([0, api.value(1)])[1], high = api.coord([0, api.value(2)])[1];
        return {type: 'group', children: [
          segment(x, high, x, low, stroke, 1.6), segment(x - 3, high, x + 3, high, stroke, 1.6), segment(x - 3, low, x + 3, low, stroke, 1.6)]};
      };
    },
    band: function (series) {
      return function (params, api) {
        if (params.dataIndex !== 0) return null;
        var up = series.data.map(function (d) { return api.coord([d[0], d[2]]); });
        var down = series.data.map(function (d) { return api.coord([d[0], d[1]]); }).reverse();
        return {type: 'polygon', shape: {points: up.concat(down)}, style: {fill: series.colour, opacity: 0.13}};
      };
    },
    marker: function (series) {
      return function (params, api) {
        var at = api.coord([api.value(0), api.value(1)]);
        var mark = markers[series.shape](at[0] + series.shift * slot(api), at[1]);
        mark.style = api.value(2) === 1
          ? {fill: colour('paper'), stroke: series.colour, lineWidth: 1.6} : {fill: series.colour};
        return mark;
      };
    },
    heat: function (series) {
      var ink = colour('ink');
      return function (params, api) {
        var size = api.size([1, 1]), w = size[0], h = size[1];
        var at = api.coord([api.value(0), api.value(1)]), x = at[0] - w / 2, y = at[1] - h / 2;
        var share = api.value(2), sides = api.value(4), k = api.value(5), n = api.value(6);
        var text = !dark.matches ? '#111' : share > 0.88 ? '#0b0d10' : '#f2f4f6';
        var area = {x: x + 1, y: y + 1, width: w - 2, height: h - 2};
        var children = [
          {type: 'rect', shape: area, style: {fill: colour('raised')}},
          {type: 'rect', shape: area, style: {fill: colour('broken'), opacity: share}}];
        if (api.value(3) === 1) {
          for (var d = 8; d < area.width + area.height; d += 9) {
            var x1 = Math.max(0, d - area.height), y1 = Math.min(area.height, d);
            var x2 = Math.min(area.width, d), y2 = Math.max(0, d - area.width);
            var hatch = segment(area.x + x1, area.y + y1, area.x + x2, area.y + y2, ink, 1.1);
            hatch.style.opacity = 0.4;
            children.push(hatch);
          }
        }
        var cell = series.data[params.dataIndex];
        var font = w < 58 ? 11 : 12;
        function words(t, dy, bold) {
          children.push({type: 'text', style: {text: t, x: x + w / 2, y: y + h / 2 + dy, align: 'center', verticalAlign: 'middle',
            fill: text, font: (bold ? '600 ' : '') + font + 'px sans-serif'}});
        }
        if (w < 46) {
          words(String(k), -7, true);
          words('/' + n, 7, false);
        } else {
          words(k + '/' + n, -8, true);
          words(cell.interval.length * font * 0.56 <= w - 4 ? cell.interval : cell.brief, 8, false);
        }
        if (sides & 1) children.push(segment(x, y, x, y + h, ink, 3));
        if (sides & 2) children.push(segment(x + w, y, x + w, y + h, ink, 3));
        if (sides & 4) children.push(segment(x, y, x + w, y, ink, 3));
        if (sides & 8) children.push(segment(x, y + h, x + w, y + h, ink, 3));
        return {type: 'group', children: children};
      };
    }
  };

  function escape(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  }

  function resolve(value, series) {
    if (typeof value === 'string') {
      if (value[0] === '$') return colour(value.slice(1));
      if (value[0] === '@' && functions[value.slice(1)]) return functions[value.slice(1)](series);
      return value;
    }
    if (Array.isArray(value)) return value.map(function (v) { return resolve(v, series); });
    if (value && typeof value === 'object') {
      var out = {};
      Object.keys(value).forEach(function (key) { if (key !== 'renderItem') out[key] = resolve(value[key], series); });
      if (value.renderItem) out.renderItem = resolve(value.renderItem, out);
      return out;
    }
    return value;
  }

  var panes = [];
  document.querySelectorAll('.panels').forEach(function (host) {
    var chart = charts[+host.dataset.chart];
    host.dataset.columns = chart.columns;
    chart.panels.forEach(function (panel) {
      var pane = document.createElement('div');
      pane.className = 'pane';
      var head = document.createElement('h4');
      head.textContent = panel.title;
      var remark = document.createElement('small');
      remark.textContent = panel.remark;
      head.appendChild(remark);
      var area = document.createElement('div');
      area.style.height = panel.height + 'px';
      pane.appendChild(head);
      pane.appendChild(area);
      host.appendChild(pane);
      panes.push({area: area, option: panel.option});
    });
  });

  function columns() {
    document.querySelectorAll('.panels').forEach(function (host) {
      var fit = Math.max(1, Math.floor(host.clientWidth / 330));
      host.style.gridTemplateColumns = 'repeat(' + Math.min(+host.dataset.columns, fit) + ',minmax(0,1fr))';
    });
  }

  function draw() {
    panes.forEach(function (pane) {
      if (pane.chart) pane.chart.dispose();
      pane.chart = echarts.init(pane.area, null, {renderer: 'svg'});
      pane.chart.setOption(resolve(pane.option, null));
    });
  }

  columns();
  draw();
  dark.addEventListener('change', draw);
  var timer;
  window.addEventListener('resize', function () {
    clearTimeout(timer);
    timer = setTimeout(function () {
      columns();
      panes.forEach(function (pane) { pane.chart.resize(); });
    }, 120);
  });
})();
