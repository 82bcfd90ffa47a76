import type { ToldVocabulary } from '../../../contract/infer/told-vocabularies.ts';
import { memberValue } from '../../../generators/member-value.ts';
import { outsideVocabulary } from '../../../generators/outside-vocabulary.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { makingFor } from '../../requests/usable-request.ts';
import { type OfVocabulary, toldVocabularies } from '../../subjects/told-vocabularies.ts';
import { toldRefused } from './told-refused.ts';

const what: Readonly<Record<ToldVocabulary, string>> = {
  'time-zone': 'which is no time zone of the IANA database',
  country: 'which ISO 3166-1 assigns to no country',
  currency: 'which ISO 4217 assigns to no currency',
  'check-digit': 'whose check digit is wrong',
  https: 'which is not of HTTPS',
};

export const toldVocabularyRefused = toldRefused<OfVocabulary>({
  id: 'body/told-vocabulary-refused',
  title: 'A text that is none of the closed set that the document names is refused',
  why: 'A time zone that does not exist is stored, and every time that is reckoned by it fails from then on.',
  fix: 'Look the value up, or reckon its check digit, before anything is stored.',
  over: toldVocabularies,
  most: () => 1,
  mistakes(session, { operation, member, vocabulary }, body, purpose) {
    const { contract } = session;
    const { name, schema } = member;
    const made = memberValue(operation, member, makingFor(session, purpose), 'fresh');
    const usual = body[name] ?? (made.kind === 'value' ? made.value : undefined);
    const wrong = outsideVocabulary(vocabulary, usual).find((text) => mayBeSent(contract.document, schema, text));
    return wrong === undefined
      ? []
      : [
          {
            body: { ...body, [name]: wrong },
            words: `"${name}" with ${JSON.stringify(wrong)}, ${what[vocabulary]}`,
            taken: { shows: wrong },
          },
        ];
  },
  code: 'told-vocabulary',
});
