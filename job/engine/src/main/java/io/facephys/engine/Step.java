package io.facephys.engine;

/**
 * The result of processing a chunk of frames.
 *
 * @param wave blood volume pulse, one finite sample per frame, without a unit
 * @param next the state after the last frame
 */
public record Step(float[] wave, PulseState next) {}
