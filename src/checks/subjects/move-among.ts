import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { State } from './state-mentions.ts';

/** Is a clause about the way to one state where the body names the state to come to: "`won` can only be reached from `negotiation`". The other moves are left as they are. */
export const moveAmong = (contract: Contract, operation: Operation, states: readonly State[]): ((words: string) => boolean) => {
  const taken = new Set(
    bodyMembers(contract, operation).flatMap(({ schema }) =>
      isObject(schema) && Array.isArray(schema['enum']) ? (schema['enum'] as readonly unknown[]) : [],
    ),
  );
  const chosen = states.filter(({ value }) => typeof value === 'string' && taken.has(value));
  const names = chosen.map(({ name }) => name).join('|');
  const form = new RegExp(
    `^ (?:the |an? |in |to )?(?:state |stage |status |phase )?(?:${names}) (?:can|may|is|must) (?:\\w+ ){0,3}(?:reached|entered|come to|set|chosen|possible|made) (?:\\w+ )?from `,
    'u',
  );
  return (words) => chosen.length > 1 && form.test(words);
};
