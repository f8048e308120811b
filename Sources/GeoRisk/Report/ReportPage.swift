/// The frame of a page: head, heading and style, without anything that has to be loaded.
struct ReportPage {
  /// The heading.
  var title: String
  /// What follows it in the browser's title.
  var subtitle: String
  /// The line below the heading.
  var meta: String
  /// How many actors have zones.
  var actors: Int

  /// The whole page round its content.
  func html(main: (inout Markup) -> Void) -> String {
    var markup = Markup()
    markup.literal("<!DOCTYPE html>\n")
    markup.element("html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"]) { markup in
      markup.element("head") { head(&$0) }
      markup.element("body") { markup in
        markup.element("header") { markup in
          markup.element("h1") { $0.name(title) }
          markup.element("p", ["class": "meta"], text: meta)
        }
        markup.element("main", content: main)
      }
    }
    markup.literal("\n")
    return markup.page
  }

  private func head(_ markup: inout Markup) {
    markup.leaf("meta", ["charset": "utf-8"])
    markup.leaf("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    // Names in the data cannot load anything, even where a reader's browser had a fault.
    markup.leaf(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
      ])
    markup.element("title", text: title + ", " + subtitle)
    markup.styleSheet(ReportStyle.sheet(actors: actors))
  }
}

extension Markup {
  /// Sentences as a list, those beyond the first dozen folded up.
  mutating func sentences(_ sentences: [String]) {
    let shown = 12
    list(sentences.prefix(shown))
    guard sentences.count > shown else { return }
    element("details") { markup in
      markup.element("summary", text: "and \(ReportNumber.whole(sentences.count - shown)) more")
      markup.list(sentences.dropFirst(shown))
    }
  }

  private mutating func list(_ sentences: ArraySlice<String>) {
    element("ul", ["class": "sentences"]) { markup in
      for sentence in sentences { markup.element("li") { $0.name(sentence) } }
    }
  }
}
