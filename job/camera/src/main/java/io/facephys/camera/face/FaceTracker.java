package io.facephys.camera.face;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps faces apart by where they are. Not for several threads.
 *
 * <p>A detection belongs to the track whose box it overlaps. Where that is not clear, because a
 * detection overlaps two tracks or a track two detections, these tracks end and new ones begin: two
 * waves of one person do less harm than one wave of two. For the same reason a person who was away
 * for more than {@value #LOST_SECONDS} s gets a new track: nothing here recognises people.
 */
public final class FaceTracker {
  /** A track ends when its face has not been found for longer. */
  static final double LOST_SECONDS = 1;

  /**
   * A face that has not been found for longer has no box: a gap is better than a picture of a wall.
   */
  static final double HIDDEN_SECONDS = 0.5;

  private static final double MIN_OVERLAP = 0.3;
  private static final int MIN_DETECTIONS = 2; // a single one may be false

  private final List<FaceTrack> tracks = new ArrayList<>();
  private int lastNumber;

  /** Takes in the faces that were found in a picture. */
  public void detected(List<FaceBox> faces, double seconds) {
    tracks.removeIf(track -> track.secondsUnseen(seconds) > LOST_SECONDS);
    endUnclear(faces);
    List<FaceTrack> begun = new ArrayList<>();
    for (FaceBox face : faces) {
      tracks.stream()
          .filter(track -> overlap(track, face))
          .findFirst()
          .ifPresentOrElse(
              track -> seen(track, face, seconds), () -> begun.add(new FaceTrack(face, seconds)));
    }
    tracks.addAll(begun);
  }

  private void seen(FaceTrack track, FaceBox face, double seconds) {
    track.seen(face, seconds);
    if (!track.isConfirmed() && track.detections() >= MIN_DETECTIONS) {
      track.confirm(++lastNumber);
    }
  }

  private void endUnclear(List<FaceBox> faces) {
    Set<FaceTrack> unclear = new HashSet<>();
    for (FaceBox face : faces) {
      List<FaceTrack> candidates = tracks.stream().filter(track -> overlap(track, face)).toList();
      if (candidates.size() > 1) {
        unclear.addAll(candidates);
      }
    }
    for (FaceTrack track : tracks) {
      if (faces.stream().filter(face -> overlap(track, face)).count() > 1) {
        unclear.add(track);
      }
    }
    tracks.removeAll(unclear);
  }

  private static boolean overlap(FaceTrack track, FaceBox face) {
    return track.expected().overlap(face) >= MIN_OVERLAP;
  }

  /**
   * The crop of each face that is in sight, by the number of its track; counts from 1. Call it once
   * for each picture.
   */
  public Map<Integer, FaceBox> boxes(double seconds) {
    Map<Integer, FaceBox> boxes = new LinkedHashMap<>();
    for (FaceTrack track : tracks) {
      FaceBox box = track.nextBox();
      if (track.isConfirmed() && track.secondsUnseen(seconds) <= HIDDEN_SECONDS) {
        boxes.put(track.number(), box);
      }
    }
    return boxes;
  }
}
