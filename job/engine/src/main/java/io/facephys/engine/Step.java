package io.facephys.engine;

/**
 * What a chunk of frames gave.
 *
 * @param wave blood volume pulse, one finite sample a frame, no unit
 * @param next the state after the last frame
 */
@SuppressWarnings("ArrayRecordComponent") // a chunk's samples; nobody compares steps
public record Step(float[] wave, PulseState next) {}
