package io.facephys.measure.peers;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinDelegate;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.RegistrationNodePair;
import org.bytedeco.tensorflowlite.TfLiteDelegateParams;
import org.bytedeco.tensorflowlite.TfLiteRegistration;

/**
 * How much of a LiteRT model XNNPACK runs.
 *
 * <p>LiteRT does not say so when XNNPACK runs none of it. So the nodes are counted in the execution
 * plan, the list of what LiteRT runs for each frame.
 *
 * @param delegates nodes of the plan that are XNNPACK
 * @param takenOver nodes of the model that those stand for
 * @param left nodes of the model that LiteRT still runs itself
 */
record XnnpackShare(int delegates, int takenOver, int left) {
  private static final String DELEGATE = "TfLiteXNNPackDelegate";

  /** Counts the nodes of an interpreter whose tensors are allocated. */
  static XnnpackShare of(Interpreter interpreter) {
    int delegates = 0;
    int takenOver = 0;
    int left = 0;
    IntPointer plan = interpreter.execution_plan();
    for (long i = 0; i < plan.limit(); i++) {
      RegistrationNodePair node = interpreter.node_and_registration(plan.get(i));
      if (isXnnpack(node.second())) {
        delegates++;
        takenOver +=
            new TfLiteDelegateParams(node.first().builtin_data()).nodes_to_replace().size();
      } else {
        left++;
      }
    }
    return new XnnpackShare(delegates, takenOver, left);
  }

  private static boolean isXnnpack(TfLiteRegistration registration) {
    BytePointer name = registration.custom_name();
    return registration.builtin_code() == kTfLiteBuiltinDelegate
        && name != null
        && DELEGATE.equals(name.getString());
  }

  /** How many nodes the model has. */
  int nodes() {
    return takenOver + left;
  }

  /** This, if XNNPACK runs any of the model. */
  XnnpackShare required() {
    if (takenOver == 0) {
      throw new IllegalStateException(
          "XNNPACK runs none of the model's %d nodes, so this would not be LiteRT at its best"
              .formatted(nodes()));
    }
    return this;
  }
}
