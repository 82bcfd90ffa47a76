import { conventionLocation } from '../../../contract/conventions-at.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Location } from '../../../model/location.ts';
import { defineObservation } from '../../kit/define.ts';
import { clientErrorOf, textsIn } from './error-answer.ts';

export const errorNamed = defineObservation({
  id: 'errors/named',
  title: 'The body of an error contains the documented word for its status',
  why: 'Clients look for the word to distinguish error responses with the same status.',
  fix: 'Write the documented word into the body of each error of its status, as a separate text.',
  locations: (contract) => Object.keys(contract.conventions.errors?.words ?? {}).flatMap((status) => locationOf(contract, status) ?? []),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    if (error?.answer.json.kind !== 'value') return [];
    const { status, json } = error.answer;
    const location = locationOf(contract, String(status));
    const words = contract.conventions.errors?.words?.[String(status)]?.anyOf;
    if (!location || !words) return [];
    const wanted = words.map((word) => word.toLowerCase());
    const texts = textsIn(json.value);
    if (texts.some((text) => wanted.includes(text.trim().toLowerCase()))) return [{ location, holds: true }];
    const expected = `a text that is ${words.map((word) => `"${word}"`).join(' or ')}`;
    const actual =
      texts.length === 0
        ? 'no text'
        : texts
            .slice(0, 5)
            .map((text) => JSON.stringify(text))
            .join(', ');
    return [{ location, holds: false, code: 'error-unnamed', where: '#', expected, actual }];
  },
});

const locationOf = (contract: Contract, status: string): Location | undefined =>
  conventionLocation(contract, null, `errors.words.${status}`);
