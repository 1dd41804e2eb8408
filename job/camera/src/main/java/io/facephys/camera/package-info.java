/**
 * From pictures to face chunks in Kafka: {@link io.facephys.camera.FaceCropper} finds, follows and
 * crops faces, {@link io.facephys.camera.ChunkAssembler} collects the crops of a face, {@link
 * io.facephys.camera.FaceChunkProducer} numbers and sends them.
 */
@NullMarked
package io.facephys.camera;

import org.jspecify.annotations.NullMarked;
