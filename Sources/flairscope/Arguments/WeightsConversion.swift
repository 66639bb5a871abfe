import ArgumentParser

/// What commands share that write weights in another form.
struct WeightsConversion: ParsableArguments {
  @Argument(help: "Weights in a safetensors file, as train writes them.", completion: .file())
  var weights: String
  @Option(name: [.short, .long], help: "The file to write.", completion: .file())
  var output: String
  @Flag(help: "Replace the output if it exists.")
  var force = false
  @Flag(help: "Print one JSON document that says what was written.")
  var json = false

  /// Says what was written.
  func report(_ command: String, _ document: some Encodable) throws {
    if json {
      try JSONDocument(command: command, document).write()
    } else {
      try Results.write("wrote \(name: output)\n")
    }
  }
}
