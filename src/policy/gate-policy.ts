type BlockingLevel = 'must' | 'should';

/** What a gate requires. */
export type GatePolicy = {
  /** Levels whose broken requirements block. */
  readonly block: readonly BlockingLevel[];
  /** Smallest share of judged requirements of a level, and of exercised operations, from 0 to 1. */
  readonly evidence: Readonly<Partial<Record<BlockingLevel | 'operations', number>>>;
  /** Requirements that were added after this version of assay do not block. */
  readonly checksAsOf?: string;
  /** How many days ahead the last day of a known failure may be. */
  readonly maxKnownDays: number;
};

const defaultPolicy = { block: ['must'], evidence: { must: 0.8 }, maxKnownDays: 180 } as const satisfies GatePolicy;

/** The policy of a config, with defaults for what it leaves out. */
export const policyOf = ({ block, evidence, checksAsOf, maxKnownDays }: Partial<GatePolicy>): GatePolicy => ({
  block: block ?? defaultPolicy.block,
  evidence: evidence ?? defaultPolicy.evidence,
  maxKnownDays: maxKnownDays ?? defaultPolicy.maxKnownDays,
  ...(checksAsOf === undefined ? {} : { checksAsOf }),
});
