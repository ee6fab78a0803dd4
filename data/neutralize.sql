-- a neutralized copy forgets the login and never sends live
UPDATE pagero_credential
   SET client_secret = NULL, access_token = NULL, refresh_token = NULL, token_expires_at = NULL;
UPDATE pagero_account
   SET is_live = false, approved_fingerprint = NULL, approved_place = NULL,
       state = CASE WHEN state IN ('connected', 'expired') THEN 'disconnected' ELSE state END;
DELETE FROM pagero_login_attempt;
UPDATE account_move SET pagero_send_mode = 'Test' WHERE pagero_send_mode IS NOT NULL;
