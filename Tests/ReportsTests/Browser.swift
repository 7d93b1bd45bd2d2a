import Foundation
import Testing

/// A real browser without a window, if one is installed: it lays pages out and tells what it sees.
enum Browser {
  static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// What a page looks like at some width.
  struct Layout: Decodable {
    /// How much wider than its window the page is, in pixels.
    var overflow: Double
    /// Letters of drawings that stand out of their drawing or over each other's, by their text.
    var outside: [String]
    var overlapping: [String]
    /// Cells and headings whose words are cut off.
    var cut: [String]
    /// Elements of the page, so that a page that was not loaded does not pass.
    var elements: Int
  }

  /// Lays each page out at each width, in one run of the browser.
  static func layouts(of pages: [String], widths: [Int]) throws -> [Layout] {
    let program = try #require(program)
    let folder = FileManager.default.temporaryDirectory.appending(path: "readiness-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "frames.html")
    try frames(pages, widths).write(to: file, atomically: true, encoding: .utf8)
    let browser = Process()
    browser.executableURL = URL(filePath: program)
    browser.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=60000", "--dump-dom", file.absoluteString,
    ]
    let output = Pipe()
    browser.standardOutput = output
    browser.standardError = FileHandle.nullDevice
    try browser.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    browser.waitUntilExit()
    let found = try #require(text.firstMatch(of: /<pre id="layouts">(.*?)<\/pre>/.dotMatchesNewlines()))
    let json = String(found.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    return try JSONDecoder().decode([Layout].self, from: Data(json.utf8))
  }

  /// A page of frames, each as wide as a window, that measures what is in them: the pages themselves forbid scripts.
  private static func frames(_ pages: [String], _ widths: [Int]) throws -> String {
    let encoded = String(decoding: try JSONEncoder().encode(pages), as: UTF8.self).replacing("</", with: "<\\/")
    return """
      <!DOCTYPE html><meta charset="utf-8"><pre id="layouts"></pre><script>
      const pages = \(encoded), widths = \(widths), layouts = [];
      const text = node => node.textContent.trim().slice(0, 60);
      // The letters' own height: a line of Chinese has much air above and below.
      const inner = box => ({ left: box.left, right: box.right, top: box.top + box.height / 5, bottom: box.bottom - box.height / 5 });
      const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
      function measure(frame) {
        const page = frame.contentDocument, root = page.documentElement, outside = [], overlapping = [], cut = [];
        for (const svg of page.querySelectorAll('svg')) {
          const box = svg.getBoundingClientRect();
          if (box.width < 20) continue;
          const words = [...svg.querySelectorAll('text')].filter(word => word.getBoundingClientRect().width > 0);
          const boxes = words.map(word => inner(word.getBoundingClientRect()));
          boxes.forEach((place, index) => {
            if (place.left < Math.min(0, box.left) - 1 || place.right > Math.max(box.right + 2, 0)) outside.push(text(words[index]));
            for (let other = 0; other < index; other++)
              if (!apart(place, boxes[other])) overlapping.push(text(words[other]) + ' / ' + text(words[index]));
          });
        }
        for (const cell of page.querySelectorAll('td, th, dt, dd, h1, h2, h3'))
          if (cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).display !== 'inline' && cell.clientWidth > 0
            && getComputedStyle(cell.closest('thead') ?? cell).position !== 'absolute') cut.push(text(cell));
        layouts.push({ overflow: root.scrollWidth - root.clientWidth, outside, overlapping, cut,
          elements: page.querySelectorAll('*').length });
      }
      async function run() {
        for (const page of pages) for (const width of widths) {
          const frame = document.createElement('iframe');
          frame.style.cssText = `width:${width}px;height:900px;border:0`;
          await new Promise(done => { frame.onload = done; frame.srcdoc = page; document.body.append(frame); });
          measure(frame);
          frame.remove();
        }
        document.getElementById('layouts').textContent = JSON.stringify(layouts);
      }
      run();
      </script>
      """
  }
}
