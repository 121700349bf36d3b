"""PixelLab, second API: 33 addresses, answers at once or by background job."""
