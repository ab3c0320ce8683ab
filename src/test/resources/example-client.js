async function sendWhatsAppMessage(sessionId, to, text) {
  try {
    const response = await fetch(`${BASE_URL}/v1/messages/text`, {
      method: 'POST',
      headers: {
        'Authorization': `Bearer ${API_KEY}`,
        'Content-Type': 'application/json'
      },
      body: JSON.stringify({ sessionId, to, text })
    });
    
    const data = await response.json();
    
    if (!data.success) {
      // Handle specific error codes
      switch (data.error.code) {
        case 'session_not_connected':
          // Prompt user to reconnect
          break;
          
        case 'invalid_phone_number':
          // Show validation error to user
          break;
          
        case 'rate_limit_exceeded':
          const retryAfter = response.headers.get('Retry-After') || 60;
          // Implement retry logic
          setTimeout(() => sendWhatsAppMessage(sessionId, to, text), retryAfter * 1000);
          break;
          
        default:
          // Show generic error to user
      }
      
      return { success: false, error: data.error };
    }
    
    return data;
  } catch (error) {
    return { 
      success: false, 
      error: { 
        code: 'network_error', 
        message: 'Failed to connect to the API' 
      } 
    };
  }
}
