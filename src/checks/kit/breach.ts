import { answerOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Finding } from '../../model/verdict.ts';

/** A breach that one exchange shows, as plain data that a fold can keep. */
export type Breach = Omit<Finding, 'exchanges'> & {
  readonly exchange: string;
  /** Size of the answer's body in bytes: the smallest exchange tells a breach best. */
  readonly bodyBytes: number;
};

/** A finding about one exchange, with what is needed to choose between it and others. */
export const breachIn = (exchange: Exchange, finding: Omit<Finding, 'exchanges' | 'operation'>): Breach => ({
  ...finding,
  operation: exchange.request.operation ?? 'outside',
  exchange: exchange.id,
  bodyBytes: answerOf(exchange)?.bodyBytes ?? 0,
});

/** Digits of an exchange id: its turn in the run. */
const turnOf = ({ exchange }: Breach): number => Number(exchange.replaceAll(/\D/g, '') || 0);

/** The breach whose answer has the smaller body; of equal ones the earlier. Associative, so that states can be merged in any grouping. */
export const smallerBreach = (a: Breach | null, b: Breach | null): Breach | null => {
  if (a === null || b === null) return a ?? b;
  if (a.bodyBytes !== b.bodyBytes) return a.bodyBytes < b.bodyBytes ? a : b;
  return turnOf(b) < turnOf(a) ? b : a;
};

/** The finding that a verdict holds, of the breach that was kept. */
export const findingOf = ({ exchange, bodyBytes: _bodyBytes, ...finding }: Breach): Finding => ({ ...finding, exchanges: [exchange] });
