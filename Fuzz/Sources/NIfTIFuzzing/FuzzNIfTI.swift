import Foundation
import VolumeModel

/// One input of the fuzzer: the bytes as a file, read in every way the program reads images. Whatever they say, reading
/// ends with a value or a `FileError`; a trap, a hang or much memory is a finding. What reads must also be writable, and
/// read back as it was.
@_cdecl("flairscope_fuzz_nifti")
public func fuzzNIfTI(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let content = Data(bytes: bytes, count: count)
  let folder = FuzzFolder.path
  let single = folder + "/input.nii"
  guard (try? content.write(to: URL(fileURLWithPath: single))) != nil else { return -1 }
  readEverything(single)
  // A header that says "pair" is tried as one: what follows it becomes the voxels' file.
  for (headerSize, magicOffset) in [(348, 344), (540, 4)] where count > headerSize {
    guard content.dropFirst(magicOffset).starts(with: "ni".utf8) else { continue }
    let header = folder + "/input.hdr"
    guard (try? content.prefix(headerSize).write(to: URL(fileURLWithPath: header))) != nil,
      (try? content.dropFirst(headerSize).write(to: URL(fileURLWithPath: folder + "/input.img"))) != nil
    else { return -1 }
    readEverything(header)
  }
  return 0
}

private func readEverything(_ path: String) {
  let facts = Images.inspect(path)
  precondition(facts.isUsable || facts.failure?.description.contains("\n") == false, "one line says why")
  let image = try? Images.read(path)
  let mask = try? Images.readMask(path)
  guard let image, let mask else { return }
  precondition(image.volume.scalars.count == mask.mask.grid.voxelCount, "one grid")
  let written = FuzzFolder.path + "/written.nii"
  guard (try? Images.write(mask.mask, like: mask.spatial, to: written, force: true)) != nil else { return }
  guard let back = try? Images.readMask(written) else { preconditionFailure("what was written can be read") }
  precondition(back.mask.words == mask.mask.words, "and is what it was")
}

/// A folder in memory for the files of this process.
private enum FuzzFolder {
  static let path: String = {
    let path = "/dev/shm/flairscope-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }()
}
