import type { Answer, Exchange, NoAnswer } from './exchange.ts';

/** A stored answer: its JSON is in the text, so only the kind is stored. */
export type StoredAnswer = Omit<Answer, 'json'> & {
  readonly json: { readonly kind: 'value' | 'none' } | { readonly kind: 'invalid'; readonly why: string };
  /** The text is only the beginning of the body. */
  readonly truncated?: true;
};

/** The target and the case that an exchange was sent for. */
export type AskedBy = {
  readonly target: string;
  /** Id of the case that first needed it; absent where no case did, such as in preflight. */
  readonly case?: string;
};

/** One line of `exchanges/<n>.jsonl`. Ids are unique within a target. */
export type StoredExchange = Omit<Exchange, 'reply' | 'sent' | 'wallAheadMs'> &
  Partial<AskedBy> & {
    readonly sent: Exchange['sent'] & { readonly truncated?: true };
    readonly reply: StoredAnswer | NoAnswer;
  };
