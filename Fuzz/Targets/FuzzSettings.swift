import Foundation
import Pictures
import Segmenter
import Settings
import TerminalIO
import ViewerTUI
import VolumeModel

/// One input of the fuzzer as each of the TOML files that people write: a case, a run, keys and a theme.
@_cdecl("flairscope_fuzz_toml")
public func fuzzTOML(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  guard let path = FuzzFolder.write(Data(bytes: bytes, count: count), to: "case.toml") else { return -1 }
  _ = try? CaseFiles.find(inFolder: path)
  _ = try? RunRecord.read(path)
  guard let file = try? SettingsFile.read(path) else { return 0 }
  // What a problem quotes of the file is made visible where it is printed.
  for problem in KeyMap.remaps(in: file).problems {
    precondition(!problem.description.visibleOnOneLine.contains { $0.isNewline }, "one line")
  }
  _ = try? ThemeFile.read(file).theme()
  return 0
}

/// One input of the fuzzer as what a terminal sends, byte by byte, with a pause after each zero.
@_cdecl("flairscope_fuzz_terminal")
public func fuzzTerminal(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  var decoder = InputDecoder()
  var outputs = 0
  for scalar in String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self).unicodeScalars {
    if scalar == "\0" { decoder.pause() } else { decoder.take(.scalar(scalar)) }
    outputs += decoder.drain().count
  }
  precondition(outputs <= 2 * count, "no input becomes much more than it is")
  // Whatever came before, Ctrl-C gets through in the end.
  decoder.pause()
  return 0
}
