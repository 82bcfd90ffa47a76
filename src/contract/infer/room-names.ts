import { rememberedByText } from '../../model/remembered.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** Last words of names that say which one of many is meant, or of what kind it is. */
const whichWords: ReadonlySet<string> = new Set(
  'number no nr num unit id ids code key ref type kind class category group index position price value version status'.split(' '),
);

/** Does a name of several words say which one is meant, or of what kind it is, and not how much there is: `stock_number`, `seatNumber`, `capacity_unit`. */
export const saysWhich = (name: string): boolean => {
  const words = wordsOf(name);
  return words.length > 1 && whichWords.has(words.at(-1) ?? '');
};

/** Last words of members that hold how much room there is. */
const roomWords: ReadonlySet<string> = new Set('capacity seats places spots slots beds berths pitches'.split(' '));

/** Words after "max" or "limit" that say of what there may be so many at most. */
const takers: ReadonlySet<string> = new Set(
  'participants members attendees guests players passengers bookings reservations people persons students visitors riders entries seats places spots slots'.split(
    ' ',
  ),
);

/** Does the name of a whole number say how much room there is: `capacity`, `seats`, `max_participants`. */
export const isRoom = rememberedByText((name): boolean => {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (['left', 'free', 'available', 'remaining', 'taken', 'booked', 'min', 'minimum'].some((word) => words.includes(word))) return false;
  return roomWords.has(last) || (['max', 'maximum', 'limit'].includes(words[0] ?? '') && takers.has(last));
});

const mostWords: ReadonlySet<string> = new Set('max maximum most limit capacity'.split(' '));
const countWords: ReadonlySet<string> = new Set('number count total of'.split(' '));

/**
 * Does the name of a whole number say how many things of a kind there may be: `maxSubscribers`, `ticket_limit`, `max_number_of_members`.
 * @param noun The word for the kind, in the singular.
 */
export const isMostOf = (name: string, noun: string): boolean => {
  const words = wordsOf(name).map(singular);
  const [said, rest] = [words.filter((word) => mostWords.has(word)), words.filter((word) => !mostWords.has(word) && !countWords.has(word))];
  return said.length === 1 && rest.length === 1 && rest[0] === noun;
};

const rests: ReadonlySet<string> = new Set('left free available remaining open taken booked used occupied'.split(' '));

/** Does a member say how much of a room is left or taken: `free_berths` of `berths`, `seatsTaken` of `seats`. */
const isRestOf = (one: string, room: string): boolean => {
  const [words, own] = [wordsOf(one), wordsOf(room)];
  return words.length === own.length + 1 && words.some((word) => rests.has(word)) && own.every((word) => words.includes(word));
};

/** Words of members that name what has the room, and those of members that a request for some of it has. */
const naming: ReadonlySet<string> = new Set('name title label number code'.split(' '));
const asking: ReadonlySet<string> = new Set('id ids email phone customer guest user person member account payment voucher'.split(' '));

/**
 * Is a room what a body describes, and not what it asks for: `seats` beside the name of a hall, and not beside the address of a guest. A capacity always is.
 * So is one of which the answer shows how much is left: `free_berths` beside `berths`.
 * @param names The members of the body.
 * @param shown The members of the answer.
 */
export const isOwnRoom = (name: string, names: readonly string[], shown: readonly string[] = []): boolean => {
  if (!isRoom(name)) return false;
  if (shown.some((one) => isRestOf(one, name))) return true;
  const words = wordsOf(name);
  if (words.at(-1) === 'capacity' || ['max', 'maximum', 'limit'].includes(words[0] ?? '')) return true;
  const others = names.filter((one) => one !== name).map(wordsOf);
  return others.some((one) => one.length === 1 && naming.has(one[0] ?? '')) && !others.some((one) => one.some((word) => asking.has(word)));
};
