/** GitHub's own parser of workflows and actions. Node cannot load it as it is, because it imports JSON without saying so; Vite can. */
export { parseAction } from '@actions/workflow-parser/actions/action-parser';
export { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
