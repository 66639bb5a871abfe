import Segmenter
import Testing
import VolumeModel

@Suite struct PerturbedTeacherTests {
  private func student(threads: Int = 2) throws -> UNet {
    try UNet.random(NetworkShape.all[0], pool: WorkerPool(workerCount: threads))
  }

  private struct Answer: Equatable {
    let probabilities: [Float]
    let entropies: [Float]
  }

  private func ask(_ teacher: PerturbedTeacher, _ student: UNet, firstSample: UInt64 = 8) -> Answer {
    // The planes live as long as their teacher.
    withExtendedLifetime(teacher) {
      teacher.predict(student, imageCount: student.capacity, firstSample: firstSample)
      return Answer(
        probabilities: Array(teacher.probabilities.values), entropies: Array(teacher.entropies.values))
    }
  }

  private func predict(_ student: UNet, samples: Int = 4, firstSample: UInt64 = 8) -> Answer {
    ask(
      PerturbedTeacher(of: student, settings: TeacherSettings(samples: samples), seed: 3), student,
      firstSample: firstSample)
  }

  @Test("its answer follows from the samples' numbers, whatever the number of threads")
  func function() throws {
    let student = try student()
    let answer = predict(student)
    #expect(try predict(self.student(threads: 1)) == answer)
    #expect(predict(student, firstSample: 9) != answer)
    #expect(predict(student, samples: 1) != answer)
  }

  @Test("uncertainty is the entropy of the mean, and the mean comes nearer to that of many the more there are")
  func mean() throws {
    let student = try student()
    let many = predict(student, samples: 64)
    for (p, u) in zip(many.probabilities, many.entropies) {
      #expect(abs(u - PredictiveEntropy.value(of: p)) < 1e-6)
    }
    let reference = predict(student, samples: 64, firstSample: 1000).probabilities
    let few = predict(student, samples: 1).probabilities
    #expect(relativeDistance(many.probabilities, reference) < relativeDistance(few, reference) / 3)
  }

  @Test("it becomes the student at the first step, then follows as a moving average")
  func follows() throws {
    let student = try student()
    let teacher = PerturbedTeacher(of: student, settings: TeacherSettings(samples: 1), seed: 3)
    let first = Array(student.parameters)
    teacher.follow(student, instructionSet: .standard)
    let ofFirst = ask(teacher, student)
    for index in student.parameters.indices { student.parameters[index] *= 0.5 }
    teacher.follow(student, instructionSet: .standard)
    let ofSecond = ask(teacher, student)
    #expect(ofSecond != ofFirst)
    // Keeps 0, then 1/2: the mean of the two.
    let mean = first.map { $0 * 0.75 }
    _ = student.parameters.update(fromContentsOf: mean)
    student.weightsChanged()
    #expect(relativeDistance(ofSecond.probabilities, predict(student, samples: 1).probabilities) < 1e-5)
  }
}
