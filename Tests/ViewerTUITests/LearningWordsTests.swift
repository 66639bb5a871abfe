import Pictures
import Testing
import ViewerTUI

@Suite struct LearningWordsTests {
  @Test(arguments: [
    (0, 1, "learning from rater 1 of 1 case, approved without a change"),
    (2, 0, "learning from the adjudicated masks of 2 cases"),
    (1, 3, "learning from the adjudicated masks of 1 case and from rater 1 of 3 cases, approved without a change"),
  ])
  func aTrainingSaysWhoseMasksItLearnsFrom(adjudicated: Int, unchanged: Int, sentence: String) {
    #expect(Wording.learning(adjudicated: adjudicated, unchanged: unchanged) == sentence)
  }
}
