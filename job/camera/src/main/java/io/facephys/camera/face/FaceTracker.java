package io.facephys.camera.face;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** One face, followed from detection to detection. */
  private static final class Track {
    private final BoxSmoother smoother;
    private double seenSeconds;
    private int detections = 1;
    private int number; // 0 until the face was detected often enough

    Track(FaceBox first, double seconds) {
      smoother = new BoxSmoother(first, seconds);
      seenSeconds = seconds;
    }

    boolean overlaps(FaceBox face) {
      return smoother.estimate().overlap(face) >= MIN_OVERLAP;
    }
  }

  private final List<Track> tracks = new ArrayList<>();
  private int lastNumber;

  /** Takes in the faces that were found in a picture, which are numbered from left to right. */
  public void detected(List<FaceBox> faces, double seconds) {
    tracks.removeIf(track -> seconds - track.seenSeconds > LOST_SECONDS);
    tracks.removeAll(tracks.stream().filter(track -> isUnclear(track, faces)).toList());
    List<Track> begun = new ArrayList<>();
    for (FaceBox face : leftToRight(faces)) {
      tracks.stream()
          .filter(track -> track.overlaps(face))
          .findFirst()
          .ifPresentOrElse(
              track -> seen(track, face, seconds), () -> begun.add(new Track(face, seconds)));
    }
    tracks.addAll(begun);
  }

  private static List<FaceBox> leftToRight(List<FaceBox> faces) {
    return faces.stream().sorted(Comparator.comparing(FaceBox::x)).toList();
  }

  private boolean isUnclear(Track track, List<FaceBox> faces) {
    List<FaceBox> own = faces.stream().filter(track::overlaps).toList();
    return own.size() > 1
        || own.stream().anyMatch(f -> tracks.stream().filter(t -> t.overlaps(f)).count() > 1);
  }

  private void seen(Track track, FaceBox face, double seconds) {
    track.smoother.measured(face, seconds);
    track.seenSeconds = seconds;
    track.detections++;
    if (track.number == 0 && track.detections >= MIN_DETECTIONS) {
      track.number = ++lastNumber;
    }
  }

  /**
   * The crop of each face that is in sight, by the number of its track; counts from 1. Call it once
   * for each picture.
   */
  public Map<Integer, FaceBox> boxes(double seconds) {
    Map<Integer, FaceBox> boxes = new LinkedHashMap<>();
    for (Track track : tracks) {
      FaceBox box = track.smoother.next();
      if (track.number > 0 && seconds - track.seenSeconds <= HIDDEN_SECONDS) {
        boxes.put(track.number, box);
      }
    }
    return boxes;
  }
}
