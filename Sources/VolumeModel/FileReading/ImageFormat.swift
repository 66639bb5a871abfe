/// A file format of images: how its files are recognised and how their header is read. Everything behind the header,
/// decoding included, is the same for all formats and belongs to `ImageReader`.
///
/// A new format is a type that conforms to this, and a row in `Images.formats`.
protocol ImageFormat: Sendable {
  /// The endings of its file names, in lower case, the longest first; of a pair of files only the header's.
  var endings: [String] { get }

  /// Whether a file is of this format.
  /// - Parameters:
  ///   - start: the first bytes, decompressed; at most `ByteSource.startLength`, fewer when the file is shorter.
  ///   - path: for formats whose files come in pairs.
  func recognises(_ start: [UInt8], path: String) -> Bool

  /// Opens a file and checks its header against the bytes that are there, before anything is allocated by what it
  /// says.
  /// - Throws: `notFound`, `badData` with what is wrong and what to do, or `transferFailed`.
  func open(_ path: String) throws(FileError) -> ImageReader
}
