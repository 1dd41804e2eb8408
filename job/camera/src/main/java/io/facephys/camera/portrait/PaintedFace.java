package io.facephys.camera.portrait;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * A painted head with shoulders, as a picture and as a mask of its bare skin.
 *
 * <p>It has what OpenCV's frontal-face cascades look for: eye sockets darker than the cheeks,
 * brows, a light ridge of the nose, a mouth, and hair with a fringe. All sizes are shares of the
 * face's width; the origin is the middle between the temples.
 *
 * @param widthPixels from cheek to cheek
 * @param columns of the picture
 * @param rows of the picture
 * @param picture ARGB, row by row
 * @param skin ARGB, row by row; white where skin is bare
 */
record PaintedFace(double widthPixels, int columns, int rows, int[] picture, int[] skin) {
  /** Height of the face, from under the hair to the chin, as a share of its width. */
  static final double HEIGHT_PER_WIDTH = 1.345;

  private static final double WIDTH = 2.0; // of the picture
  private static final double ABOVE = 0.9; // from the origin to the picture's upper edge
  private static final double BELOW = 2.2; // and to its lower edge
  private static final double EYE = 0.215; // from the middle of the face

  /** Colours of one pass: the picture, or the mask. */
  private record Palette(
      Color skin, Color shadow, Color light, Color hair, Color white, Color lips, Color clothes) {
    static Palette of(Color skin, Color hair, Color clothes) {
      return new Palette(
          skin,
          shade(skin, 0.55, 110),
          shade(skin, 1.25, 150),
          hair,
          new Color(225, 222, 218),
          shade(skin, 0.62, 255),
          clothes);
    }

    /** Bare skin is white and everything else black; shadows do not hide skin. */
    static Palette mask() {
      Color none = new Color(0, 0, 0, 0);
      return new Palette(
          Color.WHITE, none, none, Color.BLACK, Color.BLACK, Color.BLACK, Color.BLACK);
    }

    private static Color shade(Color color, double factor, int alpha) {
      return new Color(
          (int) Math.min(255, color.getRed() * factor),
          (int) Math.min(255, color.getGreen() * factor),
          (int) Math.min(255, color.getBlue() * factor),
          alpha);
    }
  }

  /** Paints a face in these colours. */
  static PaintedFace of(double widthPixels, Color skin, Color hair, Color clothes) {
    BufferedImage picture = paint(widthPixels, Palette.of(skin, hair, clothes));
    BufferedImage mask = paint(widthPixels, Palette.mask());
    return new PaintedFace(
        widthPixels, picture.getWidth(), picture.getHeight(), argb(picture), argb(mask));
  }

  private static int[] argb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** Column of the picture that shows the middle of the face. */
  double originX() {
    return WIDTH / 2 * widthPixels;
  }

  /** Row of the picture that shows the middle of the face. */
  double originY() {
    return ABOVE * widthPixels;
  }

  private static BufferedImage paint(double widthPixels, Palette palette) {
    int columns = (int) Math.ceil(WIDTH * widthPixels);
    int rows = (int) Math.ceil((ABOVE + BELOW) * widthPixels);
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.translate(WIDTH / 2 * widthPixels, ABOVE * widthPixels);
    canvas.scale(widthPixels, widthPixels);
    paintBody(canvas, palette);
    paintFeatures(canvas, palette);
    canvas.dispose();
    return image;
  }

  private static void paintBody(Graphics2D canvas, Palette palette) {
    Shape hair = oval(0, -0.06, 0.59, 0.75);
    Shape shoulders = oval(0, 1.45, 0.95, 0.62);
    Shape chest = new Rectangle2D.Double(-0.95, 1.45, 1.9, BELOW);
    Shape neck = new Rectangle2D.Double(-0.26, 0.4, 0.52, 0.6);
    Shape belowChin = oval(0, 0.72, 0.27, 0.14);
    Shape face = oval(0, 0, 0.5, HEIGHT_PER_WIDTH / 2);
    fill(canvas, palette.hair, hair);
    fill(canvas, palette.clothes, shoulders);
    fill(canvas, palette.clothes, chest);
    fill(canvas, palette.skin, neck);
    fill(canvas, palette.shadow, belowChin);
    fill(canvas, palette.skin, face);
    Area fringe = new Area(hair);
    fringe.subtract(new Area(oval(0, 0.22, 0.49, 0.70)));
    fringe.intersect(new Area(new Rectangle2D.Double(-0.7, -0.9, 1.4, 0.72)));
    fill(canvas, palette.hair, fringe);
  }

  private static void paintFeatures(Graphics2D canvas, Palette palette) {
    for (int side = -1; side <= 1; side += 2) {
      paintEye(canvas, palette, side * EYE);
      Shape cheek = oval(side * 0.27, 0.17, 0.13, 0.11);
      Shape nostril = oval(side * 0.06, 0.225, 0.045, 0.028);
      fill(canvas, palette.light, cheek);
      fill(canvas, palette.shadow, nostril);
    }
    Shape bridgeOfNose = oval(0, 0.06, 0.04, 0.19);
    fill(canvas, palette.light, bridgeOfNose);
    Path2D mouth = new Path2D.Double();
    mouth.moveTo(-0.17, 0.395);
    mouth.quadTo(0, 0.345, 0.17, 0.395);
    mouth.quadTo(0, 0.485, -0.17, 0.395);
    fill(canvas, palette.lips, mouth);
    Shape belowLips = oval(0, 0.49, 0.12, 0.025);
    fill(canvas, palette.shadow, belowLips);
  }

  private static void paintEye(Graphics2D canvas, Palette palette, double x) {
    Shape socket = oval(x, -0.10, 0.17, 0.12);
    Shape besideNose = oval(x * 0.75, -0.06, 0.09, 0.10);
    Shape white = oval(x, -0.085, 0.085, 0.042);
    Shape iris = oval(x, -0.085, 0.042, 0.042);
    Shape brow = new QuadCurve2D.Double(x - 0.12, -0.195, x, -0.245, x + 0.12, -0.195);
    fill(canvas, palette.shadow, socket);
    fill(canvas, palette.shadow, besideNose);
    fill(canvas, palette.white, white);
    fill(canvas, palette.hair, iris);
    canvas.setStroke(new BasicStroke(0.045f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    canvas.draw(brow);
  }

  private static Shape oval(double x, double y, double halfWidth, double halfHeight) {
    return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
  }

  private static void fill(Graphics2D canvas, Color color, Shape shape) {
    canvas.setColor(color);
    canvas.fill(shape);
  }
}
