// How far a line may go, in just-bash's own counts: what a learner would ever want, and what a stranger's link may do.
const MIB = 1_048_576;

export const limits = {
  learner: {
    maxSourceBytes: 4 * MIB,
    maxStringLength: 64 * MIB,
    maxOutputSize: 64 * MIB,
    maxFileSystemBytes: 256 * MIB,
    maxCommandCount: 200_000,
    maxLoopIterations: 200_000,
    maxExecutionTimeMs: 30 * 60_000,
  },
  stranger: {
    maxSourceBytes: MIB / 4,
    maxStringLength: 8 * MIB,
    maxOutputSize: 4 * MIB,
    maxHeredocSize: MIB,
    maxFileSystemBytes: 32 * MIB,
    maxCommandCount: 2_000,
    maxLoopIterations: 2_000,
    maxAwkIterations: 20_000,
    maxSedIterations: 20_000,
    maxJqIterations: 20_000,
    maxCallDepth: 30,
    maxSubstitutionDepth: 20,
    maxBraceExpansionResults: 1_000,
    maxArrayElements: 10_000,
    maxGlobOperations: 10_000,
    maxExecutionTimeMs: 30_000,
  },
} as const;
