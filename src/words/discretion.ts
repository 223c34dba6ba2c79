/**
 * What a discreet reader's list of mails, lock screen and calendar may show: nothing that says what kind of appointment it
 * is, with whom, or why. The letter itself, once opened, says what is needed.
 */

/** Who writes to a discreet reader: the practice's own name may say too much. */
export const discreetSender = 'BluRosiere'

const titles =
  /^(?:(?:dr|dra|drª|doutor|doutora|psic|psicól|psicólogo|psicóloga|psicologo|psicologa|prof|profa|profª|psychologist|psychotherapist|therapist|terapeuta|psicoterapeuta|psicanalista|mr|mrs|ms|mx|sr|sra)(?:\.|\s)\s*)+/iu

/** A name without the title before it: `Ana Souza` of `Dra. Ana Souza`. */
export const bareName = (name: string): string => name.trim().replace(titles, '') || name
