/**
 * Every refusal a caller can meet: its stable code, its status, and its title in both languages.
 * The answer is RFC 9457 `application/problem+json` (contract §1); `http/problem.ts` writes it.
 */
export const problems = {
  malformed_json: [400, 'O corpo não é um JSON válido', 'The body is not valid JSON'],
  malformed_request: [400, 'A requisição está malformada', 'The request is malformed'],
  malformed_multipart: [400, 'O formulário enviado está malformado', 'The multipart form is malformed'],
  unauthenticated: [401, 'É preciso entrar', 'Sign-in required'],
  invalid_credentials: [401, 'E-mail ou senha incorretos', 'Wrong e-mail or password'],
  invalid_refresh_token: [401, 'A sessão expirou; entre novamente', 'The session has expired; sign in again'],
  invalid_signature: [403, 'A assinatura não confere', 'The signature does not match'],
  forbidden: [403, 'Você não pode fazer isto', 'You may not do this'],
  not_found: [404, 'Não encontrado', 'Not found'],
  method_not_allowed: [405, 'Método não permitido', 'Method not allowed'],
  request_timeout: [408, 'A requisição demorou demais', 'The request took too long'],
  email_taken: [409, 'Este e-mail já está cadastrado', 'This e-mail is already registered'],
  last_admin: [409, 'É a última conta de administração', 'This is the last administrator'],
  slot_taken: [409, 'Este horário já está ocupado', 'This time is already taken'],
  invalid_transition: [409, 'A situação da consulta não permite isto', "The appointment's status does not allow this"],
  psychologist_unavailable: [
    409,
    'O profissional desta consulta não está atendendo; a clínica vai entrar em contato',
    'The psychologist of this appointment is not practising; the practice will be in touch',
  ],
  too_early: [409, 'A consulta ainda não começou', 'The appointment has not started yet'],
  delivery_settled: [409, 'A situação da entrega não permite isto', "The delivery's status does not allow this"],
  version_conflict: [409, 'A consulta mudou desde que você a leu', 'The appointment has changed since you read it'],
  consent_outdated: [409, 'O texto mudou; leia-o de novo', 'The text has changed; read it again'],
  idempotency_in_progress: [
    409,
    'A primeira requisição com esta chave ainda está em andamento',
    'The first request under this key is still running',
  ],
  body_too_large: [413, 'O corpo é grande demais', 'The body is too large'],
  file_too_large: [413, 'O arquivo é grande demais', 'The file is too large'],
  uri_too_long: [414, 'O endereço é longo demais', 'The address is too long'],
  unsupported_media_type: [415, 'Tipo de conteúdo não aceito', 'Content type not accepted'],
  range_not_satisfiable: [416, 'O trecho pedido não existe', 'The requested range does not exist'],
  expectation_failed: [417, 'A expectativa (Expect) não é atendida', 'The expectation (Expect) cannot be met'],
  validation_failed: [422, 'Há campos inválidos', 'Some fields are invalid'],
  invalid_cursor: [422, 'O cursor não é válido', 'The cursor is not valid'],
  invalid_idempotency_key: [422, 'A chave de idempotência não é válida', 'The idempotency key is not valid'],
  idempotency_key_reused: [
    422,
    'Esta chave de idempotência já foi usada em outra requisição',
    'This idempotency key was already used for another request',
  ],
  invalid_token: [422, 'O link não vale mais; peça outro', 'The link is no longer valid; ask for another'],
  invalid_code: [
    422,
    'O código não confere ou não vale mais; peça outro',
    'The code is wrong or no longer valid; ask for another',
  ],
  phone_missing: [422, 'A conta não tem telefone', 'The account has no telephone'],
  weak_password: [422, 'Esta senha é fácil de adivinhar', 'This password is easy to guess'],
  patient_not_found: [422, 'Paciente não encontrado', 'Patient not found'],
  psychologist_not_found: [422, 'Profissional não encontrado', 'Psychologist not found'],
  outside_working_hours: [422, 'Fora do horário de atendimento', 'Outside working hours'],
  starts_in_past: [422, 'O início precisa estar no futuro', 'The start has to be in the future'],
  too_far_ahead: [422, 'A data está longe demais', 'The date is too far ahead'],
  too_many_appointments: [
    422,
    'Você já tem consultas marcadas demais; fale com a clínica para marcar mais',
    'You have too many appointments ahead; ask the practice to book more',
  ],
  preference_locked: [422, 'Estes avisos não podem ser desligados', 'These notifications cannot be turned off'],
  file_missing: [422, 'Nenhum arquivo foi enviado', 'No file was sent'],
  too_many_files: [422, 'Arquivos demais de uma vez', 'Too many files at once'],
  invalid_image: [422, 'A imagem não pôde ser lida', 'The image could not be read'],
  upgrade_required: [426, 'Use uma conexão WebSocket', 'Use a WebSocket connection'],
  rate_limited: [429, 'Muitas tentativas; aguarde um pouco', 'Too many attempts; wait a little'],
  headers_too_large: [431, 'Os cabeçalhos são grandes demais', 'The headers are too large'],
  internal_error: [500, 'Algo deu errado do nosso lado', 'Something went wrong on our side'],
  not_implemented: [501, 'Método desconhecido', 'Unknown method'],
  overloaded: [503, 'Há pedidos demais agora; tente em instantes', 'Too many requests at once; try again in a moment'],
  unavailable: [503, 'Serviço temporariamente indisponível', 'Temporarily unavailable'],
  storage_unavailable: [503, 'O armazenamento está indisponível', 'Storage is unavailable'],
  quota_exceeded: [507, 'O espaço da sua conta acabou', 'Your account has no room left'],
  version_not_supported: [505, 'Versão de HTTP não aceita', 'HTTP version not accepted'],
  storage_full: [507, 'Não há espaço para guardar isto', 'There is no room to store this'],
} as const satisfies Record<string, readonly [status: number, pt: string, en: string]>

export type ProblemCode = keyof typeof problems

export interface FieldError {
  /** Where in the input, such as `body.startsAt`. */
  readonly path: string
  readonly message: string
}

export interface AppErrorOptions {
  /** More than the title says, for the caller; no personal data, no internals. In both languages where people read it. */
  readonly detail?: string | { readonly pt: string; readonly en: string }
  readonly errors?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** A refusal that the caller is told of by its code. Anything else that is thrown is a fault: 500, logged, nothing told. */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly status: number
  /** In English. */
  readonly detail: string | undefined
  readonly detailPt: string | undefined
  readonly errors: readonly FieldError[] | undefined
  readonly headers: Readonly<Record<string, string>>
  constructor(code: ProblemCode, options: AppErrorOptions = {}) {
    const { detail } = options
    const { pt, en } = typeof detail === 'string' ? { pt: detail, en: detail } : (detail ?? {})
    super(en ?? problems[code][2], { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = problems[code][0]
    this.detail = en
    this.detailPt = pt
    this.errors = options.errors
    this.headers = options.headers ?? {}
  }
}
