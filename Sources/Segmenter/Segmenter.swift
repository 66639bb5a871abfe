/// Facts about the library as a whole.
public enum Segmenter {
  /// Written into the metadata of weights and runs.
  public static let version = "0.2.0"
}
