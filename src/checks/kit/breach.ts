import { answerOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Finding } from '../../model/verdict.ts';

/** A breach that one exchange shows, as plain JSON for the state of a fold. */
export type Breach = Omit<Finding, 'exchanges'> & {
  readonly exchange: string;
  /** Size of the answer's body in bytes: of several exchanges the smallest is shown. */
  readonly bodyBytes: number;
};

/** The breach of a finding about one exchange. */
export const breachIn = (exchange: Exchange, finding: Omit<Finding, 'exchanges' | 'operation'>): Breach => ({
  ...finding,
  operation: exchange.request.operation ?? 'outside',
  exchange: exchange.id,
  bodyBytes: answerOf(exchange)?.bodyBytes ?? 0,
});

/** The number in an exchange id: its turn in the run. */
const turnOf = ({ exchange }: Breach): number => Number(exchange.replaceAll(/\D/g, '') || 0);

/** The breach whose answer has the smaller body; of equal ones the earlier. Associative. */
export const smallerBreach = (a: Breach | null, b: Breach | null): Breach | null => {
  if (a === null || b === null) return a ?? b;
  if (a.bodyBytes !== b.bodyBytes) return a.bodyBytes < b.bodyBytes ? a : b;
  return turnOf(b) < turnOf(a) ? b : a;
};

/** The finding of a breach, for a verdict. */
export const findingOf = ({ exchange, bodyBytes: _bodyBytes, ...finding }: Breach): Finding => ({ ...finding, exchanges: [exchange] });
