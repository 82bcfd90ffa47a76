/** What is software, or may be, runs where it is installed or comes to: that is more than one more thing of a kind, such as a meter. */
export const software: ReadonlySet<string> = new Set(
  (
    'app application package plugin extension update upgrade software module addon theme certificate agent patch firmware driver integration bundle chart ' +
    'binary bot build client codec component config configuration connector container daemon dependency feature font function game hook image kernel key ' +
    'language library licence license macro model operator os playbook policy profile program recipe release role rule runtime script sdk server service ' +
    'skill snap stack system template tool version virus webhook widget workflow'
  ).split(' '),
);
