package io.facephys.camera;

import io.facephys.camera.face.FaceBox;

/**
 * The crop of one face from one picture.
 *
 * @param track number of the face, from 1; one that comes back after a second gets a new number
 * @param captureTimeMicros of the picture
 * @param rgb 36 x 36 pixels, uint8, (row, column, channel)
 * @param box the part of the picture that was scaled
 */
public record FaceCrop(int track, long captureTimeMicros, byte[] rgb, FaceBox box) {}
