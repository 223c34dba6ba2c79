/** The patient of most examples. */
export const exampleUser = {
  id: 42,
  name: 'João Pereira',
  email: 'joao.pereira@example.com',
  emailVerified: true,
  role: 'paciente',
  phone: '+5511987654321',
  phoneVerified: true,
  smsReachable: true,
  locale: 'pt-BR',
  timezone: 'America/Sao_Paulo',
  avatarUrl: null,
  discreet: false,
  disabled: false,
  createdAt: '2026-12-01T12:30:00.000Z',
}
