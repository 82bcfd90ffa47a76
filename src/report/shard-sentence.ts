import type { RecordHeader } from '../model/record.ts';
import { shardWords } from '../model/shard.ts';

/** What a reader has to know of the record of a part, or of one that was merged from parts: a sentence; undefined for any other run. */
export const shardSentence = ({ shard, merged }: Pick<RecordHeader, 'shard' | 'merged'>): string | undefined => {
  if (shard !== undefined) return `This is ${shardWords(shard)}. It says nothing about the others: \`assay merge\` joins the parts.`;
  if (merged === undefined) return undefined;
  const { missing, shards, of } = merged;
  if (missing.length === 0) return `Merged from ${of} ${of === 1 ? 'shard' : 'shards'}.`;
  return `Merged from ${shards.length} of ${of} shards: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing, so the run is incomplete.`;
};
