/// What a file is that is not NIfTI, told from its first bytes, so that the message can say what to do.
enum ForeignContent {
  static func error(_ bytes: ArraySlice<UInt8>, in path: String, endsEarly: Bool) -> FileError {
    let (problem, advice) = verdict(Array(bytes), endsEarly: endsEarly)
    return FileError(.badData, path: path, problem: problem, advice: advice)
  }

  private static func verdict(_ bytes: [UInt8], endsEarly: Bool) -> (String, String?) {
    if endsEarly { return ("the compressed data end early", "fetch or copy the file again") }
    if bytes.isEmpty { return ("the file is empty", "fetch or copy the file again") }
    if bytes.count >= 132, Array(bytes[128..<132]) == Array("DICM".utf8) {
      return ("a DICOM file, not NIfTI", "convert the series first, for example with dcm2niix")
    }
    for known in knownStarts where bytes.starts(with: known.start) { return (known.problem, known.advice) }
    let isText = bytes.allSatisfy { ($0 >= 32 && $0 != 127) || [9, 10, 12, 13].contains($0) }
    if isText {
      let start = String(decoding: bytes.prefix(64), as: UTF8.self).lowercased()
      return start.contains("<html") || start.contains("<!doctype")
        ? ("a web page, not NIfTI", "the download brought an error page; fetch the image again")
        : ("a text file, neither gzip nor NIfTI", "name an image file")
    }
    return bytes.count < 348
      ? ("not NIfTI: it ends after \(bytes.count) bytes, a header has 348", "fetch or copy the file again")
      : ("not NIfTI", "name a NIfTI file, .nii or .nii.gz")
  }

  private static let knownStarts: [(start: [UInt8], problem: String, advice: String?)] = [
    (
      Array("version https://git-lfs".utf8), "a Git LFS pointer, not the image itself",
      "the content was not downloaded; run 'git lfs pull'"
    ),
    (Array("../.git/annex".utf8), "a git-annex pointer, not the image itself", "run 'git annex get' or 'datalad get'"),
    (Array("/annex/objects".utf8), "a git-annex pointer, not the image itself", "run 'git annex get' or 'datalad get'"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive, neither gzip nor NIfTI", "unpack it first"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture, not NIfTI", nil),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture, not NIfTI", nil),
    ([0x25, 0x50, 0x44, 0x46], "a PDF document, not NIfTI", nil),
    ([0x42, 0x5A, 0x68], "compressed with bzip2, which is not read", "unpack it with bunzip2 first"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz, which is not read", "unpack it with unxz first"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd, which is not read", "unpack it with unzstd first"),
    ([0x1F, 0x8B], "gzip inside gzip", "unpack it once with gunzip"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file (MINC 2 perhaps), not NIfTI", "convert it to NIfTI first"),
    (Array("CDF".utf8), "a NetCDF file (MINC 1 perhaps), not NIfTI", "convert it to NIfTI first"),
    (Array("NRRD".utf8), "an NRRD file, not NIfTI", "convert it to NIfTI first"),
    ([0, 0, 0, 1, 0, 0], "a FreeSurfer MGH file perhaps, not NIfTI", "convert it with mri_convert first"),
  ]
}
