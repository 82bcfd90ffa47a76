import { damageIn, type ExchangesDamage } from '../model/exchange-reader.ts';
import type { RunRecord } from '../model/record.ts';

const mostLines = 5;

const linesOf = ({ altered }: ExchangesDamage): string =>
  altered.length === 0 ? '' : ` (line ${altered.slice(0, mostLines).join(', ')}${altered.length > mostLines ? ', …' : ''})`;

/**
 * What is said where the exchanges of a run were cut or altered after they were written; undefined where they were not, or were deleted.
 * @throws {Error} that of the file system, if a file exists and cannot be read.
 */
export const damageWords = ({ footer }: Pick<RunRecord, 'footer'>, directory: string): string | undefined => {
  const damage = damageIn(directory, footer.files);
  if (damage.length === 0) return undefined;
  const files = damage.map((one) => `${one.file}: ${one.lost} ${one.lost === 1 ? 'exchange is' : 'exchanges are'} lost${linesOf(one)}`);
  return `Exchanges were cut off or altered after the run, and are left out here: ${files.join('; ')}. The verdicts are as the run gave them.`;
};
