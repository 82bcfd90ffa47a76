import { nounWordsOf, parametersIn } from '../../../contract/infer/path-template.ts';
