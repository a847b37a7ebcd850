// How the page says moments and people.

/** World time as the page shows it: in UTC, as the AWS CLI prints it. */
const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

export const sayMoment = (ms: number): string => moment.format(ms);

/** The name at the end of a principal's ARN. */
export const sayPrincipal = (arn: string): string => arn.split('/').at(-1) ?? arn;
