import Testing
import VolumeModel

@Suite struct FilePathTests {
  @Test(arguments: [
    ("/study/sub-07/f.nii", "/study/sub-07", "f.nii"), ("/study/f.nii", "/study/sub-07/review", "../../f.nii"),
    ("/other/f.nii", "/study", "../other/f.nii"), ("/study/f.nii", "/", "study/f.nii"), ("/study", "/study", "."),
    ("/study/./sub-07/../f.nii", "/study//", "f.nii"), ("f.nii", ".", "f.nii"), ("f.nii", "review", "../f.nii"),
    ("/study/sub-071/f.nii", "/study/sub-07", "../sub-071/f.nii"), ("/../f.nii", "/a", "../f.nii"),
  ])
  func isRelative(path: String, folder: String, expected: String) {
    #expect(FilePath.relative(path, toFolder: folder) == expected)
  }
}
