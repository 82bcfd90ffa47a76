import { defineRule, line } from '../../kit/http-rule.ts';
import { untilDoneField } from '../../subjects/until-done-fields.ts';
import { stateIn } from '../../subjects/tasks.ts';

export const fieldUntilDone = defineRule({
  id: 'headers/field-until-done',
  title: 'A field that the document ties to unfinished work is there until the work is done, and not afterwards',
  why: 'A client asks again after the time that it is told; without one it asks at once, and with one it asks for ever.',
  fix: 'Set the field by the state of the work, in every answer that shows it.',
  scope: 'operation',
  isAbout: (operation, contract) => untilDoneField(contract, operation) !== undefined,
  judge({ contract, exchange, operation, status, values }) {
    const told = operation && status >= 200 && status < 300 ? untilDoneField(contract, operation) : undefined;
    const state = told && stateIn(exchange, told.state);
    if (!told || state === undefined) return [];
    const [value] = values(told.name);
    if (told.isThere && told.underWay.has(state)) {
      if (value !== undefined) return ['holds'];
      return [
        { code: 'field-absent-before-end', where: told.name, expected: `${told.name} in the state "${state}"`, actual: 'no such header' },
      ];
    }
    if (!told.isAbsent || !told.done.has(state)) return [];
    if (value === undefined) return ['holds'];
    return [
      { code: 'field-after-end', where: told.name, expected: `no ${told.name} in the state "${state}"`, actual: line(told.name, value) },
    ];
  },
});
