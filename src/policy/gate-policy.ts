type BlockingLevel = 'must' | 'should';

/** What a gate asks for. */
export type GatePolicy = {
  /** Levels whose broken promises block. */
  readonly block: readonly BlockingLevel[];
  /** Least share of judged requirements of a level, and of reached operations, from 0 to 1. */
  readonly evidence: Readonly<Partial<Record<BlockingLevel | 'operations', number>>>;
  /** Requirements that came after this version of assay do not block. */
  readonly checksAsOf?: string;
  /** So many days ahead the last day of a known failure may lie. */
  readonly maxKnownDays: number;
};

/** What holds where a config says nothing. */
const usualGate = { block: ['must'], evidence: { must: 0.8 }, maxKnownDays: 180 } as const satisfies GatePolicy;

/** The policy of a config: what it does not say is usual. */
export const policyOf = ({ block, evidence, checksAsOf, maxKnownDays }: Partial<GatePolicy>): GatePolicy => ({
  block: block ?? usualGate.block,
  evidence: evidence ?? usualGate.evidence,
  maxKnownDays: maxKnownDays ?? usualGate.maxKnownDays,
  ...(checksAsOf === undefined ? {} : { checksAsOf }),
});
