/**
 * The models that come with the lab, one small class each. In all of them null is a value that is not known: a response
 * that is null constrains nothing, unless the model says otherwise.
 */
package dev.ordeal.faultlab.history.model;
