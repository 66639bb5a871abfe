/// How a run learns from annotations that may be wrong; by the name that options, run files and tables use.
public enum MethodName: String, Sendable, Hashable, Codable, CaseIterable {
  /// The plain U-Net: every annotation is believed.
  case plain
  /// The plain U-Net on the trusted slices alone.
  case trustedOnly = "meta-only"
  /// The plain U-Net, its threshold chosen on the trusted slices: what they are worth without any method.
  case trustedThreshold = "plain-trusted"
  /// Ren et al., Learning to reweight examples for robust deep learning, ICML 2018: a weight an image.
  case imageReweighting = "ren"
  /// Mirikharaji, Yan and Hamarneh, Learning to segment skin lesions from noisy annotations, 2019: a weight a pixel.
  case pixelReweighting = "mirikharaji"
  /// Shu et al., Meta-Weight-Net, NeurIPS 2019: the weight is a learned function of a pixel's loss.
  case metaWeightNet = "mw-net"
  /// Wang et al., Meta Corrupted Pixels Mining, MICCAI 2020: the weight is a learned function of the loss around a pixel.
  case corruptedPixelMining = "mcpm"
  /// Shi and Wu, Distilling effective supervision, MICCAI 2021: labels blended with a teacher's, pixel by pixel.
  case pixelDistillation = "pnt"
  /// The same, slice by slice.
  case imageDistillation = "int"
  /// Both.
  case distillation = "pint"
  /// Yu et al., Uncertainty-aware self-ensembling (UA-MT), MICCAI 2019.
  case meanTeacher = "ua-mt"
  /// Kervadec et al., Curriculum semi-supervised segmentation, MICCAI 2019.
  case sizeCurriculum = "curriculum"
  /// Mondal, Dolz and Desrosiers, Few-shot 3D multi-modal medical image segmentation using generative adversarial learning,
  /// 2018.
  case fewShotGAN = "few-shot-gan"
  /// Zhang et al., Robust medical image segmentation by a tri-network, MICCAI 2020.
  case triNetwork = "tri-network"
  /// Han et al., Co-teaching, NeurIPS 2018.
  case coTeaching = "co-teaching"
  /// Zhu, Shi and Wu, Pick-and-learn, MICCAI 2019.
  case pickAndLearn = "pick-and-learn"
  /// Audelan and Delingette, Unsupervised quality control of image segmentation, MICCAI 2019, before a plain run.
  case qualityControl = "quality-control"
  /// Redekop and Chernyavskiy, Uncertainty-based method for improving poorly labeled segmentation datasets, ISBI 2021.
  case relabelling = "relabel"
}
