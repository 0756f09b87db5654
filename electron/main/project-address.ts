/**
 * Where the project is at home. Whoever hosts it puts the address here: packages, links and "report a problem" follow.
 * The domain is one that nobody can own (RFC 2606).
 */
export const projectAddress = 'https://timecue.example';
