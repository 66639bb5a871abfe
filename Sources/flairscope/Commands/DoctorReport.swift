import Segmenter
import ViewerTUI
import VolumeModel
import TerminalIO

/// What `doctor` found, as JSON and as text.
struct DoctorReport: Encodable {
  /// A value that was decided, with its reason.
  struct Decision: Encodable {
    let value: String
    let reason: String
  }

  struct TerminalFacts: Encodable {
    let usable: Bool
    let obstacle: String?
    let term: String?
    let name: String?
    let columns: Int?
    let rows: Int?
    let answers: Bool?
    let colors: Decision?
    let glyphs: Decision?
    let graphics: Decision?
    /// Width and height of a cell in pixels.
    let cell_pixels: [Int]?
    let background: Decision?
    let mouse: Decision?
    let synchronised_updates: Decision?
    let cell_aspect: Double?
    let locale_utf8: Bool
    let locale: String

    private enum CodingKeys: String, CodingKey {
      case usable, obstacle, term, name, columns, rows, answers, colors, glyphs, graphics, cell_pixels, background,
        mouse
      case synchronised_updates, cell_aspect, locale_utf8, locale
    }

    /// By hand, so that what is not available is null and not absent.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(usable, forKey: .usable)
      try container.encode(obstacle, forKey: .obstacle)
      try container.encode(term, forKey: .term)
      try container.encode(name, forKey: .name)
      try container.encode(columns, forKey: .columns)
      try container.encode(rows, forKey: .rows)
      try container.encode(answers, forKey: .answers)
      try container.encode(colors, forKey: .colors)
      try container.encode(glyphs, forKey: .glyphs)
      try container.encode(graphics, forKey: .graphics)
      try container.encode(cell_pixels, forKey: .cell_pixels)
      try container.encode(background, forKey: .background)
      try container.encode(mouse, forKey: .mouse)
      try container.encode(synchronised_updates, forKey: .synchronised_updates)
      try container.encode(cell_aspect, forKey: .cell_aspect)
      try container.encode(locale_utf8, forKey: .locale_utf8)
      try container.encode(locale, forKey: .locale)
    }
  }

  struct Machine: Encodable {
    let system: String
    let processor: String
    let features: [String]
    /// The instruction set that the network uses, and those it could.
    let kernels: String
    let kernels_available: [String]
    let cores_online: Int
    let cores_allowed: Int
    let core_share: Double?
    let memory_bytes: Int?
    let memory_available_bytes: Int?
    let memory_limit_bytes: Int?

    private enum CodingKeys: String, CodingKey {
      case system, processor, features, kernels, kernels_available, cores_online, cores_allowed, core_share
      case memory_bytes, memory_available_bytes, memory_limit_bytes
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(system, forKey: .system)
      try container.encode(processor, forKey: .processor)
      try container.encode(features, forKey: .features)
      try container.encode(kernels, forKey: .kernels)
      try container.encode(kernels_available, forKey: .kernels_available)
      try container.encode(cores_online, forKey: .cores_online)
      try container.encode(cores_allowed, forKey: .cores_allowed)
      try container.encode(core_share, forKey: .core_share)
      try container.encode(memory_bytes, forKey: .memory_bytes)
      try container.encode(memory_available_bytes, forKey: .memory_available_bytes)
      try container.encode(memory_limit_bytes, forKey: .memory_limit_bytes)
    }
  }

  struct Libraries: Encodable {
    let ncurses: String
    let zlib: String
    let openblas: String
    let openblas_core: String
  }

  let version: String
  let terminal: TerminalFacts
  let machine: Machine
  let libraries: Libraries
  /// Sentences about what slows the program down or takes something away.
  let warnings: [String]

  init(survey: TerminalSurvey, facts: MachineFacts, blas: BLASLibrary) {
    version = Segmenter.version
    let profile = survey.profile
    terminal = TerminalFacts(
      usable: survey.obstacle == nil, obstacle: survey.obstacle?.description, term: survey.term, name: profile?.brand,
      columns: survey.window.columns > 0 ? survey.window.columns : nil,
      rows: survey.window.rows > 0 ? survey.window.rows : nil, answers: survey.answered,
      colors: profile.map { Decision(value: $0.colors.value.rawValue, reason: $0.colors.reason) },
      glyphs: profile.map { Decision(value: $0.glyphs.value.rawValue, reason: $0.glyphs.reason) },
      graphics: profile.map {
        Decision(value: $0.graphics.value?.way.rawValue ?? "glyphs", reason: $0.graphics.reason)
      },
      cell_pixels: (profile?.graphics.value?.cellPixels ?? survey.window.cellPixels).map { [$0.x, $0.y] },
      background: profile.map {
        Decision(value: $0.darkBackground.value ? "dark" : "light", reason: $0.darkBackground.reason)
      },
      mouse: profile.map { Decision(value: $0.mouse.value ? "yes" : "no", reason: $0.mouse.reason) },
      synchronised_updates: profile.map {
        Decision(value: $0.synchronised.value ? "yes" : "no", reason: $0.synchronised.reason)
      },
      cell_aspect: profile?.cellAspect.value, locale_utf8: survey.locale.isUTF8, locale: survey.locale.reason)
    machine = Machine(
      system: facts.system, processor: facts.processor, features: facts.features,
      kernels: InstructionSet.standard.rawValue,
      kernels_available: InstructionSet.available.map(\.rawValue), cores_online: facts.cores.online,
      cores_allowed: facts.cores.allowed,
      core_share: facts.cores.share, memory_bytes: facts.memoryBytes,
      memory_available_bytes: facts.availableMemoryBytes, memory_limit_bytes: facts.memoryLimitBytes)
    libraries = Libraries(
      ncurses: survey.cursesVersion, zlib: Images.zlibVersion, openblas: blas.configuration, openblas_core: blas.core)
    warnings = Self.warnings(survey, facts, blas)
  }

  private static func warnings(_ survey: TerminalSurvey, _ facts: MachineFacts, _ blas: BLASLibrary) -> [String] {
    var warnings: [String] = []
    if let obstacle = survey.obstacle { warnings.append("the viewer cannot start here: \(obstacle)") }
    if !survey.locale.isUTF8 {
      warnings.append("pictures are drawn in ASCII: \(survey.locale.reason); set LANG=C.UTF-8")
    }
    if survey.profile?.colors.value == .monochrome {
      warnings.append("no colours: \(survey.profile?.colors.reason ?? "")")
    }
    let window = survey.window
    if window.columns > 0, window.columns < 60 || window.rows < 20 {
      warnings.append("the window has \(window.columns)x\(window.rows) cells; the viewer needs 60x20")
    }
    for (name, value) in blas.slowingVariables.sorted(by: { $0.key < $1.key }) {
      warnings.append(
        "\(name)=\(value) overrides what OpenBLAS chose for this processor and may halve its speed; unset it")
    }
    if facts.cores.allowed < facts.cores.online {
      warnings.append("this process may use \(facts.cores.allowed) of \(facts.cores.online) cores")
    }
    if let share = facts.cores.share, share < Double(facts.cores.allowed) {
      warnings.append("the container's share of time is \(ReadableNumber.text(share, decimals: 1)) cores")
    }
    if let available = facts.availableMemoryBytes, available < 1 << 30 {
      warnings.append("less than 1 GiB of memory is available; training a large network may not fit")
    }
    return warnings
  }
}

extension DoctorReport {
  var text: String {
    var lines: [(label: String, value: String)] = []
    func decision(_ label: String, _ decision: Decision?) {
      if let decision { lines.append((label, "\(decision.value) (\(decision.reason))")) }
    }
    lines.append(("flairscope", version))
    lines.append(
      ("terminal", [terminal.term ?? "TERM is not set", terminal.name].compactMap { $0 }.joined(separator: ", ")))
    if let columns = terminal.columns, let rows = terminal.rows {
      let aspect = terminal.cell_aspect.map {
        ", a cell is \(ReadableNumber.text($0, decimals: 2)) times as high as wide"
      }
      lines.append(("window", "\(columns)x\(rows)\(aspect ?? "")"))
    }
    if let answers = terminal.answers { lines.append(("questions", answers ? "answered" : "not answered")) }
    decision("colours", terminal.colors)
    decision("glyphs", terminal.glyphs)
    decision("pictures", terminal.graphics)
    lines.append(("locale", (terminal.locale_utf8 ? "UTF-8" : "not UTF-8") + " (\(terminal.locale))"))
    decision("background", terminal.background)
    decision("mouse", terminal.mouse)
    decision("whole frames", terminal.synchronised_updates)
    lines.append(("system", machine.system))
    lines.append(("processor", machine.processor))
    lines.append(("features", machine.features.joined(separator: " ") + "; the network uses \(machine.kernels)"))
    lines.append(
      (
        "cores",
        machine.cores_allowed == machine.cores_online
          ? "\(machine.cores_online)" : "\(machine.cores_allowed) of \(machine.cores_online)"
      ))
    if let total = machine.memory_bytes, let available = machine.memory_available_bytes {
      let limit = machine.memory_limit_bytes.map { "; this job or container may use \(Self.gibibytes($0)) GiB" } ?? ""
      lines.append(("memory", "\(Self.gibibytes(available)) of \(Self.gibibytes(total)) GiB available\(limit)"))
    }
    lines.append(("libraries", "\(libraries.ncurses), zlib \(libraries.zlib)"))
    lines.append(
      (
        "BLAS",
        "\(libraries.openblas.split(separator: " ").prefix(2).joined(separator: " ")), core \(libraries.openblas_core)"
      ))
    for warning in warnings { lines.append(("warning", warning)) }
    let width = lines.map(\.label.count).max() ?? 0
    return lines.map { line in
      line.label + String(repeating: " ", count: width - line.label.count) + "  " + line.value + "\n"
    }.joined()
  }

  private static func gibibytes(_ bytes: Int) -> String {
    ReadableNumber.text(Double(bytes) / Double(1 << 30), decimals: 1)
  }
}
