package io.facephys.pipeline.time;

import io.facephys.engine.Internal;
import java.util.List;

/**
 * What the ordering rule decides when a chunk arrives or a wait ends.
 *
 * @param verdict what becomes of the chunk that arrived; {@link Verdict#READY} if none did
 * @param ready sequences of the chunks to process now, in this order; the chunk that arrived is
 *     among them if its verdict says so, the others have waited
 * @param clock the camera's clock afterwards
 */
@Internal
public record Decision(Verdict verdict, List<Long> ready, CameraClock clock) {}
