import { type Broken, defineRule, legible, line } from '../../kit/http-rule.ts';
import { fitsToldValue, toldHeaderValues } from '../../subjects/told-header-values.ts';
import { isOfService } from './told-fields.ts';

export const toldHeaderValueSent = defineRule({
  id: 'headers/told-value-sent',
  title: 'A header field has the value that a description of the document gives it',
  why: 'Browsers, caches and gateways act on these fields: a shared cache keeps what is private, or a browser keeps an answer from a page that may read it.',
  fix: 'Set the field in one place for all answers that the description speaks of.',
  scope: 'operation',
  isAbout: (operation, contract) => contract.standard.size > 0 && toldHeaderValues(contract, operation).length > 0,
  judge({ contract, operation, status, values }) {
    if (!operation) return [];
    return toldHeaderValues(contract, operation).flatMap((told): readonly ('holds' | Broken)[] => {
      if (!(status >= 200 && status < 300) && !(told.onErrors && isOfService(status))) return [];
      const sent = values(told.name);
      if (legible(sent).length < sent.length) return [];
      if (fitsToldValue(told, sent)) return ['holds'];
      const actual = sent.length === 0 ? 'no such header' : sent.map((value) => line(told.name, value)).join(', ');
      return [
        {
          code: 'told-value-differs',
          where: told.name,
          expected: `${line(told.name, told.value)} with ${status}, as the description says`,
          actual,
        },
      ];
    });
  },
});
