/// What a file is that is of no known format, told from its first bytes, so that the message can say what to do.
enum ForeignContent {
  static func error(_ bytes: [UInt8], in path: String, endsEarly: Bool) -> FileError {
    let (problem, advice) = verdict(bytes, path: path, endsEarly: endsEarly)
    return FileError(.badData, path: path, problem: problem, advice: advice)
  }

  private static func verdict(_ bytes: [UInt8], path: String, endsEarly: Bool) -> (String, String) {
    if endsEarly { return ("the compressed data end early", "fetch or copy the file again") }
    if bytes.isEmpty { return ("the file is empty", "fetch or copy the file again") }
    if DICOM.starts(bytes) { return ("a DICOM file, which is not read", DICOM.advice(folder: FilePath.folder(path))) }
    for known in knownStarts where bytes.starts(with: known.start) { return (known.problem, known.advice) }
    let isText = bytes.allSatisfy { ($0 >= 32 && $0 != 127) || [9, 10, 12, 13].contains($0) }
    if isText {
      let start = String(decoding: bytes.prefix(64), as: UTF8.self).lowercased()
      return start.contains("<html") || start.contains("<!doctype")
        ? ("a web page, not an image", "the download brought an error page; fetch the image again")
        : ("a text file, not an image", "name an image file")
    }
    return bytes.count < 348
      ? ("not an image of a known format: it ends after \(bytes.count) bytes", "fetch or copy the file again")
      : ("not an image of a known format", "name a NIfTI, MGH, NRRD or MetaImage file")
  }

  private static let scanAdvice = "name the NIfTI, MGH, NRRD or MetaImage file it was made from"

  private static let knownStarts: [(start: [UInt8], problem: String, advice: String)] = [
    (
      Array("version https://git-lfs".utf8), "a Git LFS pointer, not the image itself",
      "the content was not downloaded; run 'git lfs pull'"
    ),
    (Array("../.git/annex".utf8), "a git-annex pointer, not the image itself", "run 'git annex get' or 'datalad get'"),
    (Array("/annex/objects".utf8), "a git-annex pointer, not the image itself", "run 'git annex get' or 'datalad get'"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive, not an image", "unpack it first"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture, not a scan", scanAdvice),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture, not a scan", scanAdvice),
    ([0x25, 0x50, 0x44, 0x46], "a PDF document, not a scan", scanAdvice),
    ([0x42, 0x5A, 0x68], "compressed with bzip2, which is not read", "unpack it with bunzip2 first"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz, which is not read", "unpack it with unxz first"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd, which is not read", "unpack it with unzstd first"),
    ([0x1F, 0x8B], "gzip inside gzip", "unpack it once with gunzip"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file (MINC 2 perhaps), which is not read", "convert it to NIfTI first"),
    (Array("CDF".utf8), "a NetCDF file (MINC 1 perhaps), which is not read", "convert it to NIfTI first"),
  ]
}
