# Sourced by scripts/lab and scripts/bench: builds what is missing or older than its sources. Expects $root.

# The mvn to call: MVN if set, else the one on the path.
mvn_command() {
  if ! command -v "${MVN:-mvn}" >/dev/null 2>&1; then
    echo "maven not found: command=${MVN:-mvn}, wanted=3.8 or later (set MVN to its path)" >&2
    exit 70
  fi
  if ! command -v "$(java_command)" >/dev/null 2>&1; then
    echo "java not found: command=$(java_command), wanted=17 or later (set JAVA_HOME)" >&2
    exit 70
  fi
  "${MVN:-mvn}" -f "$root/pom.xml" -B "$@"
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/java"; else echo java; fi
}

# What running needs and no more: lint and tests are the business of scripts/test.
quick='-Dmaven.test.skip=true -Dcheckstyle.skip -Denforcer.skip -Derrorprone=-XDnone'

# build_if_stale MODULE ARTIFACT SOURCE...: packages a module, tests left out, if its artifact is missing or a source is
# newer. A removed source counts too, since its directory is newer then.
build_if_stale() {
  module=$1
  artifact=$2
  shift 2
  stamp="$root/$module/target/built.stamp"
  if is_fresh "$@"; then return 0; fi
  mkdir -p "$root/$module/target"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/$module/target/build.lock"
    flock 9
    if is_fresh "$@"; then return 0; fi
  fi
  begun="$root/$module/target/begun.stamp"
  : >"$begun"
  echo "building $module …" >&2
  log="$root/$module/target/build.log"
  if ! mvn_command -q $quick -pl "$module" -am package >"$log" 2>&1 9>&-; then
    cat "$log" >&2
    echo "build failed: module=$module, log=$log" >&2
    exit 70
  fi
  mv "$begun" "$stamp"
  exec 9>&-
}

is_fresh() {
  [ -f "$root/$module/$artifact" ] && [ -f "$stamp" ] &&
    [ -z "$(find "$@" -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}
