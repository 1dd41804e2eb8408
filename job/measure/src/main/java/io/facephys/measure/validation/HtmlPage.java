package io.facephys.measure.validation;

import java.io.StringWriter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A page of HTML that loads nothing: plots are in it. Not for several threads. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #202124; margin: 0 auto; max-width: 980px; padding: 16px; }
      h1 { font-size: 26px; line-height: 1.25; } h2 { font-size: 20px; margin-top: 36px; }
      .table { overflow-x: auto; } table { border-collapse: collapse; font-size: 14px; }
      th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid #dadce0; vertical-align: top; }
      .plots { display: flex; flex-wrap: wrap; gap: 12px; } img { width: 460px; max-width: 100%; height: auto; }
      .note { background: #fef7e0; border-left: 4px solid #f9ab00; padding: 8px 12px; } p, li { overflow-wrap: anywhere; }
      """;

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  HtmlPage(String title) {
    try {
      xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeDTD("<!DOCTYPE html>\n");
      open("html", Map.of("lang", "en"));
      open("head", Map.of());
      xml.writeEmptyElement("meta");
      xml.writeAttribute("charset", "utf-8");
      xml.writeEmptyElement("meta");
      xml.writeAttribute("name", "viewport");
      xml.writeAttribute("content", "width=device-width, initial-scale=1");
      element("title", title);
      element("style", STYLE);
      xml.writeEndElement();
      open("body", Map.of());
      element("h1", title);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  void heading(String words) {
    write(() -> element("h2", words));
  }

  void paragraph(String words) {
    write(() -> element("p", words));
  }

  /** A paragraph that stands out. */
  void note(String words) {
    write(
        () -> {
          open("p", Map.of("class", "note"));
          xml.writeCharacters(words);
          xml.writeEndElement();
        });
  }

  void list(List<String> items) {
    write(
        () -> {
          open("ul", Map.of());
          for (String item : items) {
            element("li", item);
          }
          xml.writeEndElement();
        });
  }

  void table(List<String> header, List<List<String>> rows) {
    write(
        () -> {
          open("div", Map.of("class", "table"));
          open("table", Map.of());
          row("th", header);
          for (List<String> row : rows) {
            row("td", row);
          }
          xml.writeEndElement();
          xml.writeEndElement();
        });
  }

  /** A row of plots, as many as fit; the keys say in words what each shows. */
  void plots(Map<String, byte[]> pngs) {
    write(
        () -> {
          open("div", Map.of("class", "plots"));
          for (Map.Entry<String, byte[]> png : pngs.entrySet()) {
            xml.writeEmptyElement("img");
            xml.writeAttribute("alt", png.getKey());
            xml.writeAttribute(
                "src",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png.getValue()));
          }
          xml.writeEndElement();
        });
  }

  /** The whole page; nothing can be added any more. */
  String end() {
    write(xml::writeEndDocument);
    return text.toString();
  }

  private void row(String cell, List<String> cells) throws XMLStreamException {
    open("tr", Map.of());
    for (String words : cells) {
      element(cell, words);
    }
    xml.writeEndElement();
  }

  private void element(String name, String words) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(words);
    xml.writeEndElement();
  }

  private void open(String name, Map<String, String> attributes) throws XMLStreamException {
    xml.writeStartElement(name);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      xml.writeAttribute(attribute.getKey(), attribute.getValue());
    }
  }

  private interface Writing {
    void write() throws XMLStreamException;
  }

  private static void write(Writing writing) {
    try {
      writing.write();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // a StringWriter takes everything
    }
  }
}
